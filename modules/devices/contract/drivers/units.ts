/** One unit a quantity, so that readings of any maker add up: watt, whole watt-hours, volt, ampere, degrees Celsius. */
const factors: Readonly<Record<string, readonly [unit: string, factor: number]>> = {
  kW: ['W', 1_000],
  MW: ['W', 1_000_000],
  mW: ['W', 0.001],
  kWh: ['Wh', 1_000],
  MWh: ['Wh', 1_000_000],
  mV: ['V', 0.001],
  mA: ['A', 0.001],
}

export function inOneUnit(value: number, unit: string): { value: number; unit: string } {
  const [to, factor] = factors[unit] ?? [unit, 1]
  const whole = unit === '°F' ? { value: ((value - 32) * 5) / 9, unit: '°C' } : { value: value * factor, unit: to }
  // 1.234 kWh is 1,234 Wh and not 1,233.9999
  return { value: whole.unit === 'Wh' ? Math.round(whole.value) : Math.round(whole.value * 1e6) / 1e6, unit: whole.unit }
}

/** The key of a reading: lower case, digits, underscores. */
export const readingKey = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^[^a-z]+|_+$/g, '')
    .slice(0, 40)
