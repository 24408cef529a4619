import { Refusal } from './say.mjs'

/**
 * Refuses a Node older than 20.9, the oldest that Next accepts.
 * @param {string} [version] as in `process.versions.node`
 */
export function refuseOldNode(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 9)) return
  throw new Refusal(
    `Kinday needs Node 20.9 or newer and this is Node ${version}: install a newer one from nodejs.org.`,
  )
}
