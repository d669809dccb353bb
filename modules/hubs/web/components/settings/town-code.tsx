/**
 * 全国地方公共団体コード as the facts hold it: five digits. Offices also write it with its check digit as a sixth, which is
 * cut off. Null: nothing was typed; undefined: no such code.
 */
export function townCode(text: string): string | null | undefined {
  const digits = text.normalize('NFKC').trim()
  return digits === '' ? null : /^\d{5,6}$/.test(digits) ? digits.slice(0, 5) : undefined
}
