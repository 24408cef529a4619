import { parseArgs } from 'node:util'
import { pool } from '@/db/client'
import { waitForPings } from '@/lib/commands/pipeline/pings'
import { AppError } from '@/lib/errors'
import { COMMANDS } from './admin-commands'
import { recordTableOf, tableOf } from './admin-table'
import { UsageError } from './shell-command'

/**
 * `npm run admin`: administration from the machine's shell. Exits with 1 if the command was refused, with 2 if it was
 * used wrongly.
 */
try {
  await run()
} catch (error) {
  if (error instanceof UsageError) fail(2, error.message)
  else if (error instanceof AppError) fail(1, sentenceFor(error))
  else throw error
}
await waitForPings()
await pool().end()

async function run(): Promise<void> {
  const { verb, args, json, is } = readArguments()
  if (!verb || verb === 'help') return console.log(usage())
  const command = COMMANDS[verb]
  if (!command) throw new UsageError(`There is no command ${verb}.\n\n${usage()}`)
  const [min, max] = command.argumentCount
  if (args.length < min || args.length > max)
    throw new UsageError(`npm run admin -- ${verb} ${command.usage}`)
  const answer = await command.run(args, is)
  if (json) console.log(JSON.stringify(answer.data, null, 2))
  else if (answer.text) console.log(answer.text)
  else if (Array.isArray(answer.data) && !answer.data.length) console.log('None.')
  else if (command.columns) console.log(tableOf(answer.data as object[], command.columns))
  else console.log(recordTableOf(answer.data as object))
}

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { json: { type: 'boolean' }, is: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    })
    const [verb, ...args] = positionals
    return { verb: values.help ? 'help' : verb, args, json: values.json ?? false, is: values.is }
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${usage()}`)
  }
}

function usage(): string {
  const lines = Object.entries(COMMANDS).map(([verb, { usage: input, description }]) => [
    `${verb} ${input}`.trim(),
    description,
  ])
  lines.push(['backup [file]', 'saves all data to one file (also: npm run backup)'])
  lines.push(['restore <file>', 'restores a backup into an empty Kinday (also: npm run restore)'])
  const width = Math.max(...lines.map(([call]) => call!.length))
  return [
    'npm run admin -- <command> [--json]',
    '',
    ...lines.map(([call, description]) => `  ${call!.padEnd(width)}  ${description}`),
    '',
    'Lists show the latest 50 entries; add words to search and --is to filter. Use --json in scripts.',
  ].join('\n')
}

function sentenceFor({ code, detail }: AppError): string {
  const { reason, email } = (detail.data ?? {}) as { reason?: string; email?: string }
  const reasons: Record<string, string> = {
    last_admin: 'The server needs at least one administrator: make someone else an administrator first.',
    running: 'This job is running.',
    not_retriable: 'This was already delivered, or its content was deleted.',
  }
  if (reason && reasons[reason]) return reasons[reason]
  if (email) return `No account has the address ${email}.`
  if (code === 'NOT_FOUND') return 'Not found.'
  if (code === 'INVALID') return `Invalid: ${Object.keys(detail.fields ?? {}).join(', ')}`
  return code
}

function fail(code: number, sentence: string): void {
  console.error(sentence)
  process.exitCode = code
}
