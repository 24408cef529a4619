/** The version of a component (RFC 5546 §2.1.5). Times are epoch milliseconds. */
export interface Version {
  sequence: number
  /** LAST-MODIFIED; null if missing. */
  lastModified: number | null
  /** DTSTAMP; null if missing. */
  stamp: number | null
}

/** Returns the version fields of a component. */
export function versionOf({ sequence, lastModified, stamp }: Version): Version {
  return { sequence, lastModified, stamp }
}

/** Returns whether a version is older than another: by SEQUENCE, then LAST-MODIFIED, then DTSTAMP, if both have it. */
export function isOlder(version: Version, other: Version): boolean {
  if (version.sequence !== other.sequence) return version.sequence < other.sequence
  return isEarlier(version, other) ?? false
}

/**
 * Returns whether an instance is older than its series. Many programs count instances separately, so a lower SEQUENCE
 * alone is not sufficient.
 */
export function isOlderThanSeries(instance: Version, series: Version): boolean {
  return instance.sequence < series.sequence && (isEarlier(instance, series) ?? true)
}

/** Returns whether a version has LAST-MODIFIED or DTSTAMP. */
export function hasTimestamp({ lastModified, stamp }: Version): boolean {
  return lastModified !== null || stamp !== null
}

/** Compares times; returns undefined if they are equal or not comparable. */
function isEarlier(a: Version, b: Version): boolean | undefined {
  for (const time of ['lastModified', 'stamp'] as const) {
    const [left, right] = [a[time], b[time]]
    if (left !== null && right !== null && left !== right) return left < right
  }
  return undefined
}
