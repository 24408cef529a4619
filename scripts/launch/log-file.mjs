import { copyFileSync, statSync, truncateSync } from 'node:fs'

/** Size at which the log of the embedded database is rotated. One former log is kept. */
const MAX_LOG_BYTES = 10_000_000

const ROTATE_EVERY_MS = 10 * 60 * 1000

/**
 * Copies a log that has grown too large to `<file>.1` and empties it. The file itself stays, because the process that
 * writes to it keeps it open; it appends, so its next line is at the new end.
 * @param {string} file
 * @param {number} [maxBytes]
 */
export function rotateLog(file, maxBytes = MAX_LOG_BYTES) {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) <= maxBytes) return
  copyFileSync(file, `${file}.1`)
  truncateSync(file)
}

/** Rotates a log periodically while another process writes it. @returns {() => void} stops the rotation */
export function keepRotating(file) {
  const timer = setInterval(() => {
    try {
      rotateLog(file)
    } catch {} // For example a full disk: the next rotation tries again.
  }, ROTATE_EVERY_MS)
  timer.unref()
  return () => clearInterval(timer)
}
