export { closestWord } from './closest-word.ts';
export { checkValue, type Problem, pathText } from './schema-problems.ts';
export { maximumYamlBytes, type Place, parseYaml, readYaml, type YamlText } from './yaml.ts';
export { yamlErrors } from './yaml-errors.ts';
export { yamlText } from './yaml-text.ts';
