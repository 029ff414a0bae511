import { stringify } from 'yaml';

/** A plain value as YAML 1.2 in block form, ending in a line break; readYaml gives the same value again. Lines are not folded. */
export function yamlText(value: unknown): string {
  return stringify(value, { version: '1.2', lineWidth: 0, aliasDuplicateObjects: false });
}
