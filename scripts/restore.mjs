import { join, resolve } from 'node:path'
import { openData, ownSecrets, storeSecrets } from './backup/data.mjs'
import { takeDatabase } from './launch/database-use.mjs'
import { prepare } from './launch/launch.mjs'
import { Refusal, say } from './launch/say.mjs'
import { runUntilStopped } from './launch/shutdown.mjs'

// `npm run restore <file>`: fills an empty Kinday with a backup. With `-- --replace`, also one with data, which is
// backed up first.
const callerFolder = process.env.INIT_CWD ?? process.cwd()
const replace = process.argv.includes('--replace')
const [name, ...others] = process.argv.slice(2).filter((arg) => arg !== '--replace')

await runUntilStopped(async (onClose) => {
  if (!name || others.length || name.startsWith('-'))
    throw new Refusal('npm run restore <file> [-- --replace]')
  const file = resolve(callerFolder, name)
  const settings = await prepare()
  const { verifyBackup } = await import('./backup/read.mjs')
  const { holdsAccounts, restoreBackup } = await import('./backup/restore.mjs')
  say('Checking the backup…')
  const { about, rows } = await verifyBackup(file)
  const data = await openData(settings, onClose)
  // The process that runs the embedded database may stop it at any moment.
  if (data.adopted) throw new Refusal('Kinday is running: stop it, then restore.')
  onClose(await takeDatabase(data.url))
  if (await holdsAccounts(data.url)) {
    if (!replace) {
      throw new Refusal(
        'This Kinday has accounts already, and they would be lost: restore into an empty one (DATA_DIR=/another/folder), or say that these may go: npm run restore <file> -- --replace',
      )
    }
    const { writeBackup } = await import('./backup/write.mjs')
    const previous = join(settings.dataDir, 'backups', `kinday-before-restore-${Date.now()}.tar.gz`)
    await writeBackup({ ...data, file: previous, secrets: ownSecrets() })
    say(`The previous data is kept in ${previous}`)
  }
  say(`Restoring ${rows} rows, of ${about.created.slice(0, 16).replace('T', ' ')} UTC…`)
  await restoreBackup({ ...data, file, about })
  for (const sentence of storeSecrets(settings.dataDir, about.secrets)) say(sentence)
  say('Everything is back: npm start')
  return 0
})
