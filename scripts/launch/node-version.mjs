import { Refusal } from './say.mjs'

/**
 * Rejects Node versions before 20.9, the minimum of Next.
 * @param {string} [version] as in `process.versions.node`
 */
export function refuseOldNode(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 9)) return
  throw new Refusal(
    `Kinday needs Node 20.9 or newer and this is Node ${version}: install a newer one from nodejs.org.`,
  )
}
