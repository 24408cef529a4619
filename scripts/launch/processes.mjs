import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** Returns whether a process with this id exists. */
export function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/**
 * Returns the arguments of a process, or [] if it has ended. macOS has no /proc, and `ps` joins them by spaces.
 * @returns {string[]}
 */
export function argumentsOf(pid) {
  if (process.platform !== 'linux') return ps(pid, 'command=').split(' ')
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
  } catch {
    return []
  }
}

/**
 * Returns the start time of a process, which distinguishes it from a later one with the same id (in containers, ids
 * always start at 1); '' if it has ended.
 */
export function birthOf(pid) {
  if (process.platform !== 'linux') return ps(pid, 'lstart=')
  try {
    // The name, field 2, may contain spaces and brackets; field 22 is the start in clock ticks (proc_pid_stat(5)).
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
  } catch {
    return ''
  }
}

function ps(pid, column) {
  try {
    const options = {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, LC_ALL: 'C' },
    }
    return execFileSync('ps', ['-ww', '-o', column, '-p', String(pid)], options).trim()
  } catch {
    return ''
  }
}
