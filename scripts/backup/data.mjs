import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openDatabase } from '../launch/database.mjs'
import { ROOT } from '../launch/root.mjs'
import { loadSecrets, replaceSecrets } from '../launch/secrets.mjs'

/** Without these what is in the database cannot be read, or be signed for. The others belong to a machine. */
const OF_THE_DATA = ['AUTH_SECRET', 'ENCRYPTION_KEY']

/** The database of these settings as it is: its tables are not brought up to date. */
export async function openData(settings, onClose) {
  const { url, adopted = false, stop } = await openDatabase(settings)
  onClose(stop)
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  return { url, adopted, migrations: join(ROOT, 'db', 'migrations'), version }
}

/** The secrets that belong to the data, as they are in use. */
export function ownSecrets(env = process.env) {
  return Object.fromEntries(OF_THE_DATA.map((name) => [name, env[name]]))
}

/**
 * Puts the secrets of a backup into a data folder.
 * @returns {string[]} sentences about those that were set by hand, and are not ours to change
 */
export function takeSecrets(dataDir, secrets, env = process.env) {
  const own = loadSecrets(dataDir)
  const byHand = OF_THE_DATA.filter((name) => env[name] !== own[name] && env[name] !== secrets[name])
  replaceSecrets(dataDir, Object.fromEntries(OF_THE_DATA.map((name) => [name, secrets[name]])))
  return byHand.map(
    (name) =>
      `${name} is set by hand here and differs from that of the backup: set it to the one in its backup.json.`,
  )
}
