/** Formats integer minor units of one currency for one locale. */
export interface MoneyFormat {
  (minorUnits: number): string
}

/** An unknown locale falls back to the browser's, an unknown currency to its bare code, since neither may take the cart down. */
export function moneyFormat(locale: string, currency: string): MoneyFormat {
  const format = currencyFormat([locale], currency) ?? currencyFormat([], currency)
  if (format === null) return (minorUnits) => `${(minorUnits / 100).toFixed(2)} ${currency}`
  const scale = 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2)
  return (minorUnits) => format.format(minorUnits / scale)
}

function currencyFormat(locales: string[], currency: string): Intl.NumberFormat | null {
  try {
    return new Intl.NumberFormat(locales, { style: 'currency', currency })
  } catch {
    // RangeError: a tag that is not BCP 47, or a code that is not ISO 4217
    return null
  }
}
