/**
 * Returns whether an error of Node or Postgres (53100), or the output of a program, says that a disk is full.
 * @param {unknown} error
 */
export function isDiskFull(error) {
  const { code, message = error } = Object(error)
  return (
    ['ENOSPC', 'EDQUOT', '53100'].includes(code) ||
    /No space left on device|ENOSPC|EDQUOT/.test(String(message))
  )
}

/**
 * Returns a message that says why a file cannot be used; undefined for other errors.
 * @param {unknown} error
 */
export function fileSentence(error) {
  const { code, path } = Object(error)
  if (isDiskFull(error)) {
    return `The disk${path ? ` of ${path}` : ''} is full: free some space and start again.`
  }
  const reason = {
    EACCES: 'permission denied',
    EPERM: 'it belongs to another user',
    EROFS: 'it is read-only',
  }[code]
  if (!reason || !path) return undefined
  return `Kinday cannot use ${path} (${reason}): make it readable and writable for this user, and start again.`
}
