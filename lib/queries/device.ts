/** Browser and operating system; null if the User-Agent names no known one. */
export interface DeviceName {
  browser: string | null
  system: string | null
}

/**
 * Parses a User-Agent. Browsers also name the browsers that they derive from, so the most specific are matched first.
 * The result only helps users to recognize their own devices: a client can send anything.
 */
export function deviceOf(userAgent: string | null): DeviceName {
  const text = userAgent ?? ''
  const named = (rules: readonly (readonly [RegExp, string])[]) =>
    rules.find(([pattern]) => pattern.test(text))?.[1] ?? null
  return { browser: named(BROWSERS), system: named(SYSTEMS) }
}

const BROWSERS = [
  [/\bEdg(e|A|iOS)?\//, 'Edge'],
  [/\b(OPR|Opera|OPiOS)\//, 'Opera'],
  [/\bVivaldi\//, 'Vivaldi'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\bDuckDuckGo\//, 'DuckDuckGo'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/\b(HeadlessChrome|Chrome|CriOS|Chromium)\//, 'Chrome'],
  [/\bVersion\/\S+ .*Safari\//, 'Safari'],
] as const

const SYSTEMS = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b|\bMacintosh\b/, 'Mac'],
  [/\bLinux\b|\bX11\b/, 'Linux'],
] as const
