import { closestWord } from '#proto/yaml/index.js';
import type { ExpressionSource } from './expression-source.ts';
import { fieldsByName, selectorFields } from './selector-fields.ts';
import { endOf, readVersion } from './version-value.ts';

/** key, = or !=, value without quotes, brackets, operators and spaces. */
const partPattern = /^\s*([A-Za-z][\w.-]*?)\s*(!=|=)\s*([^\s=!<>&|"'(){}[\],?*]+)\s*$/;
const bareWord = /^\s*[\w.:-]+\s*$/;

/** One part of a short selector. */
export interface ShorthandPart {
  /** As it was written. */
  readonly text: string;
  /** The CEL it stands for. */
  readonly cel: string;
}

/**
 * The parts of a short selector, which all must hold; undefined when the text is not of the short form.
 * A key is a field of selectorFields, `version` (the firmware's), `group` (a saved selector), `labels.KEY`, or
 * the name of a label.
 * `version=1.2..1.4` means from 1.2.0 to the end of 1.4, `version=1.4` all of 1.4; a label that a device does not have is unequal to any value.
 *
 * @throws E1806 for nothing or a bare word, E1807 with what is wrong in a part
 */
export function shorthandParts(source: ExpressionSource): readonly ShorthandPart[] | undefined {
  const { text } = source;
  if (text.trim() === '') throw source.error('E1806', 'the selector is empty', 0);
  const first = text.split(',', 1)[0] as string;
  if (bareWord.test(first) && (first.length === text.length || /^[^"'()]*$/.test(text))) {
    const word = first.trim();
    const near = fieldsByName.has(word) ? word : undefined;
    const next = `Write ${near === undefined ? `id=${word}` : `${near}=VALUE`}; for every device write --all.`;
    throw source.error('E1806', `"${word}" alone selects nothing`, 0, next);
  }
  if (!partPattern.test(first)) return undefined;
  const parts: ShorthandPart[] = [];
  let offset = 0;
  for (const part of text.split(',')) {
    const match = partPattern.exec(part);
    if (match === null) {
      // One part was of the short form, so the text is meant as short unless it goes on as CEL, where `=` alone never stands.
      if (text.includes('"') || text.includes("'") || text.includes('(')) return undefined;
      throw source.error('E1807', `"${part.trim()}" is neither key=value nor key!=value`, offset);
    }
    const cel = condition(match[1] as string, match[2] === '!=', match[3] as string, source, offset);
    parts.push({ text: part.trim(), cel });
    offset += part.length + 1;
  }
  return parts;
}

function condition(key: string, negated: boolean, value: string, source: ExpressionSource, offset: number): string {
  if (key === 'version' || key === 'firmware') return versionCondition(negated, value, source, offset);
  if (key === 'group') return `${negated ? '!' : ''}inGroup(${quoted(value)})`;
  const operator = negated ? '!=' : '==';
  const field = fieldsByName.get(key);
  if (field?.type === 'string') return `${key} ${operator} ${quoted(value)}`;
  if (field?.type === 'double') {
    if (!/^-?\d+(\.\d+)?$/.test(value)) throw source.error('E1807', `${key} is a number, "${value}" is none`, offset);
    return `${key} ${operator} ${value.includes('.') ? value : `${value}.0`}`;
  }
  if (field?.type === 'bool') {
    if (value !== 'true' && value !== 'false') throw source.error('E1807', `${key} is true or false, not "${value}"`, offset);
    return `${key} ${operator} ${value}`;
  }
  const label = key.startsWith('labels.') ? key.slice('labels.'.length) : key;
  if (label === key) refuseTypingError(key, source, offset);
  return negated
    ? `!(${quoted(label)} in labels && labels[${quoted(label)}] == ${quoted(value)})`
    : `(${quoted(label)} in labels && labels[${quoted(label)}] == ${quoted(value)})`;
}

function refuseTypingError(key: string, source: ExpressionSource, offset: number): void {
  const near = key === 'labels' ? 'labels.KEY' : closestWord(key, ['version', 'group', ...selectorFields.map((field) => field.name)]);
  if (near === undefined) return;
  const next = `Write ${near}=VALUE; if a label is called so, labels.${key}=VALUE.`;
  throw source.error('E1807', `there is no field "${key}", did you mean "${near}"?`, offset, next);
}

function versionCondition(negated: boolean, value: string, source: ExpressionSource, offset: number): string {
  const [low = '', high = low, ...rest] = value.split('..');
  const lowest = readVersion(low);
  const highest = readVersion(high);
  if (lowest === undefined || highest === undefined || rest.length > 0) {
    throw source.error(
      'E1807',
      `"${value}" is neither a version nor a range of versions`,
      offset,
      'Write version=1.4 or version=1.2..1.4.',
    );
  }
  const end = endOf(highest);
  const upper = end === undefined ? `firmware <= version(${quoted(high)})` : `firmware < version(${quoted(end)})`;
  return `${negated ? '!' : ''}(firmware >= version(${quoted(low)}) && ${upper})`;
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
