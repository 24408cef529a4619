import { join, resolve } from 'node:path'
import { openData, ownSecrets } from './backup/data.mjs'
import { holdDatabase } from './launch/database-use.mjs'
import { prepare } from './launch/launch.mjs'
import { Refusal, say } from './launch/say.mjs'
import { runUntilStopped } from './launch/shutdown.mjs'

// `npm run backup [file]`: writes everything to one file without blocking a running app.
const callerFolder = process.env.INIT_CWD ?? process.cwd()
const [name, ...others] = process.argv.slice(2)

await runUntilStopped(async (onClose) => {
  if (others.length || name?.startsWith('-')) throw new Refusal('npm run backup [file]')
  const settings = await prepare()
  const data = await openData(settings, onClose)
  onClose(await holdDatabase(data.url))
  const { writeBackup } = await import('./backup/write.mjs')
  const file = name
    ? resolve(callerFolder, name)
    : join(settings.dataDir, 'backups', `kinday-${stamp()}.tar.gz`)
  const { rows, bytes } = await writeBackup({ ...data, file, secrets: ownSecrets() })
  say(`${file}: ${rows} rows, ${(bytes / 1e6).toFixed(1)} MB`)
  say('The backup contains all data and secrets of this installation. Store it where others cannot read it.')
  return 0
})

function stamp() {
  return new Date().toISOString().slice(0, 19).replace('T', '-').replaceAll(':', '')
}
