import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../free-port'

/** A CalDAV server that is installed on this machine. */
export interface InstalledServer {
  url: string
  /** Path of a calendar, which exists after {@link recreate}. */
  calendar: string
  /** Removes all objects of the calendar. */
  recreate(): Promise<void>
  close(): Promise<void>
}

interface Program {
  file: string
  arguments: (folder: string, port: number) => string[]
  calendar: string
}

/** CalDAV servers of Debian's packages. They accept every password. */
export const PROGRAMS = {
  radicale: {
    file: '/usr/bin/radicale',
    arguments: (folder, port) => [
      ...['--config', '', '--server-hosts', `127.0.0.1:${port}`, '--auth-type', 'none'],
      ...['--storage-filesystem-folder', folder, '--web-type', 'none', '--logging-level', 'critical'],
    ],
    calendar: '/anna/family/',
  },
  xandikos: {
    file: '/usr/bin/xandikos',
    arguments: (folder, port) => [
      ...['-d', folder, '-l', '127.0.0.1', '-p', String(port)],
      ...['--autocreate', '--current-user-principal', '/anna/'],
    ],
    calendar: '/anna/calendars/family/',
  },
} as const satisfies Record<string, Program>

export type ProgramName = keyof typeof PROGRAMS

export function isInstalled(name: ProgramName): boolean {
  return existsSync(PROGRAMS[name].file)
}

/** Starts an installed server with an empty folder. */
export async function startInstalled(name: ProgramName): Promise<InstalledServer> {
  const { file, arguments: toArguments, calendar } = PROGRAMS[name]
  const folder = mkdtempSync(join(tmpdir(), `${name}-`))
  const port = await freePort()
  const child = spawn(file, toArguments(folder, port), { stdio: 'ignore' })
  const url = `http://127.0.0.1:${port}`
  await waitForPort(port, child)
  return {
    url,
    calendar,
    async recreate() {
      const headers = { authorization: `Basic ${Buffer.from('anna:secret').toString('base64')}` }
      await fetch(`${url}${calendar}`, { method: 'DELETE', headers })
      const { status } = await fetch(`${url}${calendar}`, { method: 'MKCALENDAR', headers })
      if (status !== 201) throw new Error(`MKCALENDAR: ${status}`)
    },
    async close() {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGKILL')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function waitForPort(port: number, child: ChildProcess): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the server has ended with ${child.exitCode}`)
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1')
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
      socket.once('connect', () => socket.destroy())
    })
    if (isOpen) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
