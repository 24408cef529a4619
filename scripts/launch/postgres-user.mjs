import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, statSync } from 'node:fs'

/**
 * Returns the user that runs Postgres, which refuses to run as root: `wrap` precedes the command, `identity` are
 * options of spawn.
 * @param {string} home the data folder
 * @param {string} folder the folder of Postgres in it, which may not exist yet
 * @returns {{ wrap: string[], identity: { uid?: number, gid?: number } }}
 */
export function postgresUser(home, folder) {
  if (process.getuid() !== 0) return { wrap: [], identity: {} }
  const owner = statSync(folder, { throwIfNoEntry: false })
  // Only the owner of the folder may run Postgres on it.
  if (owner && owner.uid !== 0) return asUser(home, owner.uid, owner.gid)
  // A user namespace: root outside, an unprivileged id inside. Needs no user and no change of ownership.
  const wrap = ['unshare', '--user', '--map-user=1000', '--map-group=1000', '--']
  if (spawnSync(wrap[0], [...wrap.slice(1), 'true']).status === 0) return { wrap, identity: {} }
  // Containers may forbid user namespaces.
  return asUser(home, idOf('-u'), idOf('-g'))
}

function asUser(home, uid, gid) {
  // The user of Postgres must traverse the folder, but cannot list it or read the secrets.
  chmodSync(home, 0o711)
  return { wrap: [], identity: { uid, gid } }
}

function idOf(which) {
  return Number(execFileSync('id', [which, 'nobody'], { encoding: 'utf8' }))
}
