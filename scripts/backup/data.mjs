import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openDatabase } from '../launch/database.mjs'
import { ROOT } from '../launch/root.mjs'
import { loadSecrets, replaceSecrets } from '../launch/secrets.mjs'

/** Secrets that encrypt or sign data in the database. Others belong to the machine. */
const DATA_SECRETS = ['AUTH_SECRET', 'ENCRYPTION_KEY']

/** Opens the database that the settings name, without migrating it. */
export async function openData(settings, onClose) {
  const { url, adopted = false, stop } = await openDatabase(settings)
  onClose(stop)
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  return { url, adopted, migrations: join(ROOT, 'db', 'migrations'), version }
}

/** Returns the current values of the secrets that belong to the data. */
export function ownSecrets(env = process.env) {
  return Object.fromEntries(DATA_SECRETS.map((name) => [name, env[name]]))
}

/**
 * Stores the secrets of a backup in a data folder.
 * @returns {string[]} sentences about secrets that are set in the environment and were not changed
 */
export function storeSecrets(dataDir, secrets, env = process.env) {
  const currentSecrets = loadSecrets(dataDir)
  const inEnvironment = DATA_SECRETS.filter(
    (name) => env[name] !== currentSecrets[name] && env[name] !== secrets[name],
  )
  replaceSecrets(dataDir, Object.fromEntries(DATA_SECRETS.map((name) => [name, secrets[name]])))
  return inEnvironment.map(
    (name) =>
      `${name} is set in the environment and differs from the backup: set it to the value in the backup's backup.json.`,
  )
}
