const BISECTIONS = 200;
const FRACTION_STEPS = 10_000;
const TINY = 1e-300;

/**
 * The value below which a variable of Fisher's F distribution falls with a given probability.
 *
 * @param probability strictly between 0 and 1
 * @param numeratorDf degrees of freedom of the numerator, above 0, may be a fraction
 * @param denominatorDf degrees of freedom of the denominator, above 0, may be a fraction
 * @returns a ratio of variances, to about 12 digits
 * @throws RangeError for numbers outside these ranges
 *
 * Source: the distribution as a regularized incomplete beta function, NIST Digital Library of Mathematical Functions
 * 8.17, its continued fraction 8.17.22; solved by bisection on the logarithm.
 */
export function fQuantile(probability: number, numeratorDf: number, denominatorDf: number): number {
  if (!(probability > 0 && probability < 1)) {
    throw new RangeError(`probability: found ${probability}, expected a number between 0 and 1`);
  }
  for (const [what, df] of Object.entries({ numeratorDf, denominatorDf })) {
    if (!(df > 0 && Number.isFinite(df)))
      throw new RangeError(`${what}: found ${df}, expected a number above 0`);
  }
  let low = -700;
  let high = 700;
  for (let step = 0; step < BISECTIONS && low < high; step += 1) {
    const middle = (low + high) / 2;
    if (fProbability(Math.exp(middle), numeratorDf, denominatorDf) < probability) low = middle;
    else high = middle;
  }
  return Math.exp((low + high) / 2);
}

/** P(F <= value); both tails of the beta variable are worked out apart, so that neither loses digits. */
function fProbability(value: number, numeratorDf: number, denominatorDf: number): number {
  const scale = numeratorDf * value + denominatorDf;
  const x = (numeratorDf * value) / scale;
  const rest = denominatorDf / scale;
  const a = numeratorDf / 2;
  const b = denominatorDf / 2;
  return x < (a + 1) / (a + b + 2) ? lowerBeta(x, rest, a, b) : 1 - lowerBeta(rest, x, b, a);
}

/** Regularized incomplete beta function of x = 1 - rest; the fraction converges fast for x below (a + 1) / (a + b + 2). */
function lowerBeta(x: number, rest: number, a: number, b: number): number {
  if (x === 0) return 0;
  const logFront = a * Math.log(x) + b * Math.log(rest) + logGamma(a + b) - logGamma(a) - logGamma(b);
  let c = 1;
  let d = 1 / awayFromZero(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m < FRACTION_STEPS; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / awayFromZero(1 + even * d);
    c = awayFromZero(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / awayFromZero(1 + odd * d);
    c = awayFromZero(1 + odd / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return (Math.exp(logFront) * fraction) / a;
}

function awayFromZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}

/** Logarithm of the gamma function: Stirling's series (DLMF 5.11.1) after raising the argument above 15. */
function logGamma(x: number): number {
  let raised = x;
  let product = 1;
  while (raised < 15) {
    product *= raised;
    raised += 1;
  }
  const inverse = 1 / (raised * raised);
  const series = (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse / 1680))) / raised;
  return (
    (raised - 0.5) * Math.log(raised) - raised + 0.5 * Math.log(2 * Math.PI) + series - Math.log(product)
  );
}
