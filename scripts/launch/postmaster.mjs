import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { argumentsOf, isAlive } from './processes.mjs'

/**
 * Returns the running Postgres of this data folder from its postmaster.pid; undefined if there is none.
 * Lines of that file: pid, folder, start, port, socket folder, address, shared memory, status (miscinit.h of Postgres).
 * @param {string} folder with every symlink resolved
 * @returns {{ pid: number, port: number, status: string } | undefined} status: starting, ready, stopping
 */
export function findPostmaster(folder) {
  const lines = read(folder)
  const pid = Number(lines?.[0])
  if (!(pid > 0) || !isPostgresOn(pid, folder)) return undefined
  return { pid, port: Number(lines[3]), status: lines[7]?.trim() || 'starting' }
}

/**
 * Removes a postmaster.pid whose process id now belongs to another program, which is typical after a container was
 * killed. Postgres would take that program for a running server. It removes the file itself if no process has the id.
 */
export function dropForeignPidFile(folder) {
  const pid = Number(read(folder)?.[0])
  if (pid > 0 && isAlive(pid) && !isPostgresOn(pid, folder)) rmSync(join(folder, 'postmaster.pid'))
}

function isPostgresOn(pid, folder) {
  const args = argumentsOf(pid)
  if (!/(^|\/)postgres$/.test(args[0])) return false
  return args[args.indexOf('-D') + 1] === folder || args.join(' ').includes(` -D ${folder} `)
}

function read(folder) {
  try {
    return readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EACCES'].includes(error.code)) return undefined
    throw error
  }
}
