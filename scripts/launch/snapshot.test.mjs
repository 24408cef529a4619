import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { cloneCommit, git, snapshot } from './snapshot.mjs'

let folder
let root
const write = (name, text) => writeFileSync(join(root, name), text)

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kinday snapshot '))
  root = join(folder, 'checkout')
  await git(folder, ['init', '--quiet', root])
  write('.gitignore', 'ignored\n')
  for (const name of ['kept', 'changed', 'staged', 'deleted']) write(name, 'before')
  await git(root, ['add', '-A'])
  await git(root, ['-c', 'user.name=A', '-c', 'user.email=a@example.org', 'commit', '--quiet', '-m', 'first'])
  write('changed', 'after')
  write('staged', 'after')
  await git(root, ['add', 'staged'])
  rmSync(join(root, 'deleted'))
  write('new', 'new')
  write('ignored', 'no')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('clones the working tree without changing the checkout', async () => {
  const state = () => Promise.all([git(root, ['status', '--porcelain']), git(root, ['rev-parse', 'HEAD'])])
  const before = await state()
  const clone = join(folder, 'a clone')
  await cloneCommit(root, await snapshot(root), clone)
  expect(await state()).toEqual(before)
  expect(readdirSync(clone).sort()).toEqual(['.git', '.gitignore', 'changed', 'kept', 'new', 'staged'])
  expect(readFileSync(join(clone, 'changed'), 'utf8')).toBe('after')
  expect(await git(clone, ['status', '--porcelain'])).toBe('')
})

it('reports git’s error outside a repository', async () => {
  await expect(snapshot(folder)).rejects.toThrow(/git add failed.*not a git repository/s)
})
