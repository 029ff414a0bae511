/**
 * Units by UCUM (The Unified Code for Units of Measure, case sensitive), as far as devices need them: products and quotients of prefixed
 * atoms with exponents, whole factors, and annotations.
 */

const metricAtoms = [
  ...['m', 's', 'g', 'rad', 'K', 'C', 'cd', 'mol', 'sr', 'Hz', 'N', 'Pa', 'J', 'W', 'A', 'V', 'F', 'Ohm', 'S', 'Wb', 'Cel', 'T', 'H'],
  ...[
    'lm',
    'lx',
    'Bq',
    'Gy',
    'Sv',
    'l',
    'L',
    't',
    'bar',
    'u',
    'eV',
    'cal',
    'B',
    'B[SPL]',
    'B[V]',
    'B[mV]',
    'B[W]',
    'bit',
    'By',
    'Bd',
    'Np',
  ],
  ...['m[H2O]', 'm[Hg]', '[g]', 'kat', 'U', 'eq', 'osm'],
];
const otherAtoms = [
  ...['1', '%', '[ppth]', '[ppm]', '[ppb]', '10*', '10^', '[pi]', 'deg', "'", "''", 'gon', 'min', 'h', 'd', 'wk', 'mo', 'a', 'ar', 'atm'],
  ...['[degF]', '[degR]', '[in_i]', '[ft_i]', '[yd_i]', '[mi_i]', '[nmi_i]', '[kn_i]', '[lb_av]', '[oz_av]', '[lbf_av]', '[psi]', '[HP]'],
  ...['[gal_us]', '[Btu]', '[pH]', '[car_Au]', 'bit_s'],
];
const prefixes = ['Y', 'Z', 'E', 'P', 'T', 'G', 'M', 'k', 'h', 'da', 'd', 'c', 'm', 'u', 'n', 'p', 'f', 'a', 'z', 'y'];
const binaryPrefixes = ['Ki', 'Mi', 'Gi', 'Ti'];

const atoms = new Set([
  ...otherAtoms,
  ...metricAtoms,
  ...metricAtoms.flatMap((atom) => prefixes.map((prefix) => prefix + atom)),
  ...['bit', 'By'].flatMap((atom) => binaryPrefixes.map((prefix) => prefix + atom)),
]);

/** True for a unit of 1 to 32 characters: "Cel", "km/h", "[lb_av]/s", "10*3.[ft_i]", "{rpm}", "m/s2". */
export function isUnit(unit: string): boolean {
  if (unit.length < 1 || unit.length > 32) return false;
  const terms = unit.replace(/^\//, '').split(/[./](?![^{]*\}|[^[]*\])/);
  return terms.every(isTerm);
}

function isTerm(term: string): boolean {
  const withoutNote = term.replace(/\{[\x21-\x7a|~]*\}$/, '');
  if (withoutNote === '') return term !== '';
  if (/^[1-9][0-9]*$/.test(withoutNote) || atoms.has(withoutNote)) return true;
  const power = /^(.*?[^0-9+-])([+-]?[1-9][0-9]?)$/.exec(withoutNote);
  return power !== null && atoms.has(power[1] ?? '');
}

/** How a signal's name ends, by its unit; a unit that is not here asks for nothing. */
const endings: ReadonlyMap<string, readonly string[]> = new Map([
  ['Cel', ['C']],
  ['K', ['K']],
  ['[degR]', ['R']],
  ['[degF]', ['F']],
  ['%', ['Percent']],
  ['1', ['Ratio', 'Count', 'Code', 'Number', 'Enthalpy']],
  ['{rpm}', ['Rpm']],
  ['{cycles}', ['Cycles', 'Cycle']],
  ['V', ['V']],
  ['mV', ['Mv']],
  ['A', ['A']],
  ['mA', ['Ma']],
  ['W', ['W']],
  ['kW', ['Kw']],
  ['kW.h', ['Kwh']],
  ['Pa', ['Pa']],
  ['kPa', ['Kpa']],
  ['bar', ['Bar']],
  ['[psi]', ['Psi']],
  ['N', ['N']],
  ['kN', ['Kn']],
  ['km/h', ['Kmh']],
  ['m/s', ['Mps']],
  ['mm/s', ['MmPerS']],
  ['m', ['M']],
  ['km', ['Km']],
  ['mm', ['Mm']],
  ['s', ['S']],
  ['ms', ['Ms']],
  ['min', ['Min']],
  ['h', ['H']],
  ['deg', ['Deg']],
  ['g/s', ['GPerS']],
  ['kg/s', ['KgPerS']],
  ['[lb_av]/s', ['LbPerS']],
  ['Hz', ['Hz']],
  ['lx', ['Lx']],
]);

/** The endings that the name of a signal with this unit may have, when it has none of them; else undefined. */
export function missingEnding(name: string, unit: string): readonly string[] | undefined {
  const allowed = endings.get(unit);
  return allowed === undefined || allowed.some((ending) => name.endsWith(ending)) ? undefined : allowed;
}

/** How the name of a signal with this unit ends; empty for a unit that asks for nothing. */
export function nameEnding(unit: string): string {
  return endings.get(unit)?.[0] ?? '';
}
