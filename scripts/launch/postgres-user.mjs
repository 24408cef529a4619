import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, statSync } from 'node:fs'

/**
 * As whom Postgres runs, since it refuses to be root: `wrap` goes before its command, `identity` into spawn's options.
 * @param {string} home the data folder
 * @param {string} folder that of Postgres in it, which may not exist yet
 * @returns {{ wrap: string[], identity: { uid?: number, gid?: number } }}
 */
export function postgresUser(home, folder) {
  if (process.getuid() !== 0) return { wrap: [], identity: {} }
  const owner = statSync(folder, { throwIfNoEntry: false })
  // Made by somebody else earlier: only the owner may run it.
  if (owner && owner.uid !== 0) return asUser(home, owner.uid, owner.gid)
  // Root outside, nobody in particular inside: needs no user to exist and no file to change hands.
  const wrap = ['unshare', '--user', '--map-user=1000', '--map-group=1000', '--']
  if (spawnSync(wrap[0], [...wrap.slice(1), 'true']).status === 0) return { wrap, identity: {} }
  // Containers may forbid user namespaces.
  return asUser(home, idOf('-u'), idOf('-g'))
}

function asUser(home, uid, gid) {
  // It has to pass through the folder, and still cannot list it or read the secrets.
  chmodSync(home, 0o711)
  return { wrap: [], identity: { uid, gid } }
}

function idOf(which) {
  return Number(execFileSync('id', [which, 'nobody'], { encoding: 'utf8' }))
}
