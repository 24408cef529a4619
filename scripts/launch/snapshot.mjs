import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from './run.mjs'

const AUTHOR = { name: 'Kinday', email: 'tests@kinday.invalid' }

/**
 * Creates a commit of the working tree: tracked files with their changes, and new files that git does not ignore.
 * Changes no index, branch or file; git's garbage collection removes the objects later.
 * @param {string} root of the checkout
 * @returns {Promise<string>} the id of the commit
 */
export async function snapshot(root) {
  const folder = mkdtempSync(join(tmpdir(), 'kinday-index-'))
  const env = {
    GIT_INDEX_FILE: join(folder, 'index'),
    ...{ GIT_AUTHOR_NAME: AUTHOR.name, GIT_AUTHOR_EMAIL: AUTHOR.email },
    ...{ GIT_COMMITTER_NAME: AUTHOR.name, GIT_COMMITTER_EMAIL: AUTHOR.email },
  }
  try {
    await git(root, ['add', '-A'], env)
    const tree = await git(root, ['write-tree'], env)
    return await git(root, ['commit-tree', tree, '-m', 'The working tree of a test run'], env)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * Clones one commit of a checkout into a new folder.
 * @param {string} root of the checkout
 * @param {string} commit which need not be on a branch
 * @param {string} folder
 */
export async function cloneCommit(root, commit, folder) {
  await git(root, ['init', '--quiet', folder])
  await git(folder, ['fetch', '--quiet', '--depth=1', `file://${root}`, commit])
  await git(folder, ['checkout', '--quiet', '--detach', commit])
}

/**
 * Runs git in a folder. @returns {Promise<string>} its output
 * @param {string} folder
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env] added to that of this process
 */
export async function git(folder, args, env = {}) {
  // A git hook that runs the tests sets variables that would point git to the hook's repository and index.
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_')),
  )
  const { code, output } = await run('git', args, { cwd: folder, env: { ...inherited, ...env } })
  if (code !== 0) throw new Error(`git ${args[0]} failed in ${folder}: ${output.trim()}`)
  return output.trim()
}
