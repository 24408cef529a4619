/** Which version of a calendar object a component is (RFC 5546 §2.1.5). Times are epoch milliseconds. */
export interface Version {
  sequence: number
  /** LAST-MODIFIED; null where the component has none. */
  lastModified: number | null
  /** DTSTAMP; null where the component has none. */
  stamp: number | null
}

/** Returns only the version of a component. */
export function versionOf({ sequence, lastModified, stamp }: Version): Version {
  return { sequence, lastModified, stamp }
}

/** Whether a version is older than another: by SEQUENCE, then LAST-MODIFIED, then DTSTAMP, as far as both have them. */
export function isOlder(version: Version, than: Version): boolean {
  if (version.sequence !== than.sequence) return version.sequence < than.sequence
  return isEarlier(version, than) ?? false
}

/**
 * Whether a single instance is older than what is known of its series. Many programs count an instance by itself, so a
 * lower SEQUENCE alone does not make it older.
 */
export function isOlderThanSeries(instance: Version, series: Version): boolean {
  return instance.sequence < series.sequence && (isEarlier(instance, series) ?? true)
}

/** Whether anything but SEQUENCE is known of a version. */
export function hasTime({ lastModified, stamp }: Version): boolean {
  return lastModified !== null || stamp !== null
}

/** Compares times; undefined where no time is known of both, or where they are the same. */
function isEarlier(a: Version, b: Version): boolean | undefined {
  for (const time of ['lastModified', 'stamp'] as const) {
    const [left, right] = [a[time], b[time]]
    if (left !== null && right !== null && left !== right) return left < right
  }
  return undefined
}
