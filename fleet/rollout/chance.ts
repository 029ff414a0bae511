import type { Random } from '#proto/kit/index.js';

/** A draw of the exponential distribution. @param rate its mean's reciprocal, 0 or more; 0 gives infinity */
export function drawExponential(random: Random, rate: number): number {
  return rate > 0 ? -Math.log1p(-random.float()) / rate : Number.POSITIVE_INFINITY;
}

/**
 * A draw of the gamma distribution with mean 1: Marsaglia and Tsang, "A simple method for generating gamma variables"; below shape 1 by a power of a
 * uniform number.
 * @param shape above 0: the smaller, the fewer are far above the mean
 */
export function drawGamma(random: Random, shape: number): number {
  return gamma(random, shape) / shape;
}

function gamma(random: Random, shape: number): number {
  if (shape < 1) return gamma(random, shape + 1) * random.float() ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal();
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log1p(-random.float()) < (x * x) / 2 + d - d * v + d * Math.log(v)) return d * v;
  }
}
