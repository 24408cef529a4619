/**
 * Creates a token bucket: `perSecond` on average, `burst` at once.
 * @param {number} perSecond
 * @param {number} [burst]
 * @returns {() => boolean} takes a token; false when there is none left
 */
export function createRate(perSecond, burst = perSecond) {
  let tokens = burst
  let last = performance.now()
  return () => {
    const now = performance.now()
    tokens = Math.min(burst, tokens + ((now - last) / 1000) * perSecond)
    last = now
    if (tokens < 1) return false
    tokens -= 1
    return true
  }
}
