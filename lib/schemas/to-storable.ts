const MAX_DEPTH = 40
const UNSTORABLE = /[\0\p{Cs}]/gu

/** Removes what jsonb does not support: NUL characters and lone surrogates. */
export function toStorable(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return value.replace(UNSTORABLE, '')
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value === 'boolean' || value === null) return value
  if (typeof value !== 'object' || depth > MAX_DEPTH) return null
  if (Array.isArray(value)) return value.map((element) => toStorable(element, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [key.replace(UNSTORABLE, ''), toStorable(field, depth + 1)]),
  )
}
