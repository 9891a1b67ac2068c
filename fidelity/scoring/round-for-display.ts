/**
 * A number as text for people, rounded half away from zero on its decimal digits. Only for display: results are
 * compared unrounded.
 *
 * @param value any finite number in any unit, or null when there is none
 * @param decimals digits after the point, 0 to 6
 * @returns text such as `62.5`, always with that many decimals and never `-0`; null stays null
 * @throws RangeError when the value is not finite or `decimals` is out of range
 *
 * Source: commercial rounding (round half away from zero); 1.005 to two decimals is 1.01.
 */
export function roundForDisplay(value: number | null, decimals = 1): string | null {
  if (!Number.isInteger(decimals) || decimals < 0 || decimals > 6) {
    throw new RangeError(`decimals: found ${decimals}, expected a whole number from 0 to 6`);
  }
  if (value === null) return null;
  if (!Number.isFinite(value)) throw new RangeError(`value: found ${value}, expected a finite number`);
  // why: a shift by exponent rounds the digits that people see, where a product would carry binary error (1.005 * 100)
  const [digits, exponent = "0"] = String(Math.abs(value)).split("e");
  const rounded = Number(
    `${Math.round(Number(`${digits}e${Number(exponent) + decimals}`))}e${-decimals}`,
  ).toFixed(decimals);
  return value < 0 && Number(rounded) !== 0 ? `-${rounded}` : rounded;
}
