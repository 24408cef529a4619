import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { Refusal } from '../launch/say.mjs'
import { readTar, TarError } from './tar.mjs'
import { FORMAT, sha256 } from './write.mjs'

/** Maximum size of a part, which must hold one row with the largest field of Postgres. Usually it is a megabyte. */
const MAX_PART_BYTES = 1_200_000_000

/**
 * Verifies a whole backup by its checksums.
 * @param {string} file
 * @returns {Promise<{ about: object, rows: number, parts: { path: string, table: string, rows: number }[] }>}
 *   `about`: the content of `backup.json`
 * @throws Refusal naming what is wrong with the file
 */
export async function verifyBackup(file) {
  let about
  let listed
  const found = new Map()
  for await (const { name, bytes } of entriesOf(file)) {
    if (!about) about = aboutOf(file, name, bytes)
    else if (name === 'parts.json') listed = JSON.parse(bytes.toString()).parts
    else found.set(name, { length: bytes.length, sum: sha256(bytes) })
  }
  if (!about) throw new Refusal(`${file} is empty: it is no backup of Kinday.`)
  if (!listed)
    throw new Refusal(`${file} is cut short: it has no list of its parts at its end. Get a whole copy of it.`)
  for (const { path, bytes, sha256: sum } of listed) {
    const part = found.get(path)
    if (!part) throw new Refusal(`${file} is broken: ${path} is missing. Get another copy of it.`)
    if (part.length !== bytes || part.sum !== sum) {
      throw new Refusal(`${file} is broken: ${path} is not what was written. Get another copy of it.`)
    }
    found.delete(path)
  }
  if (found.size) throw new Refusal(`${file} was changed: ${[...found.keys()][0]} does not belong in it.`)
  return { about, parts: listed, rows: listed.reduce((sum, { rows }) => sum + rows, 0) }
}

/** Yields the files of a backup. @throws Refusal if it cannot be read further */
export async function* entriesOf(file) {
  const packed = createReadStream(file)
  const unpacked = createGunzip()
  // `pipe` alone would ignore a file that cannot be opened.
  packed.on('error', (error) => unpacked.destroy(error))
  packed.pipe(unpacked)
  let last
  try {
    for await (const entry of readTar(unpacked, MAX_PART_BYTES)) {
      last = entry.name
      yield entry
    }
  } catch (error) {
    throw explained(error, file, last)
  } finally {
    packed.destroy()
    unpacked.destroy()
  }
}

function aboutOf(file, name, bytes) {
  const about = name === 'backup.json' ? parsed(bytes) : undefined
  if (!Number.isInteger(about?.format)) throw new Refusal(`${file} is no backup of Kinday.`)
  if (about.format > FORMAT) {
    throw new Refusal(
      `${file} was written by a newer version of Kinday (${about.kinday}). Update this checkout and try again.`,
    )
  }
  return about
}

function parsed(bytes) {
  try {
    return JSON.parse(bytes.toString())
  } catch {
    return undefined
  }
}

function explained(error, file, last) {
  const after = last ? ` after ${last}` : ''
  const sentences = {
    ENOENT: `There is no file ${file}.`,
    EISDIR: `${file} is a folder, and no backup.`,
    EACCES: `${file} may not be read: permission denied.`,
    Z_BUF_ERROR: `${file} is cut short: it ends${after} in the middle. Get a whole copy of it.`,
    Z_DATA_ERROR: last
      ? `${file} is broken${after}. Get another copy of it.`
      : `${file} is no backup of Kinday.`,
  }
  if (error instanceof TarError && error.problem === 'cut') return new Refusal(sentences.Z_BUF_ERROR)
  if (error instanceof TarError) return new Refusal(sentences.Z_DATA_ERROR)
  return sentences[error.code] ? new Refusal(sentences[error.code]) : error
}
