import { describe, expect, it } from 'vitest'
import { explainText } from './postgres-errors.mjs'

describe('messages for Postgres errors', () => {
  const user = { wrap: [], identity: {} }
  const place = { folder: '/data/postgres', user, logFile: '/data/postgres.log' }
  it.each([
    [
      'FATAL:  could not write lock file "postmaster.pid": No space left on device',
      'The disk of /data/postgres is full',
    ],
    ['ENOSPC: no space left on device, mkdir', 'The disk of /data/postgres is full'],
    ['EACCES: spawn /kinday/bin/initdb EACCES', 'The program /kinday/bin/initdb may not be run'],
    ['unshare: failed to execute /k/postgres: Permission denied', 'The program /k/postgres may not be run'],
    ['kinday-postgres: 1: /k/postgres: Permission denied', 'The program /k/postgres may not be run'],
    [
      'FATAL:  could not resize shared memory segment "/PostgreSQL.1" to 1 bytes: No space left on device',
      'needs more shared memory than this system',
    ],
    ['initdb: error: could not create directory: Permission denied', 'cannot write to /data/postgres'],
    ["/lib/x: version `GLIBC_2.27' not found", 'needs glibc 2.27'],
    [
      'x LOG:  hm\nx FATAL:  bogus data in lock file',
      'did not start ("bogus data in lock file"): see /data/postgres.log',
    ],
  ])('explains %s', (text, sentence) => expect(explainText(text, place)).toContain(sentence))

  it('names the user of a foreign folder', () => {
    const nobody = { ...place, user: { wrap: [], identity: { uid: 65534 } } }
    expect(explainText('FATAL: Permission denied', nobody)).toContain('user 65534 cannot reach')
  })
})
