/** Where to go after signing in: a path of our own, never another site (`//elsewhere` is one). */
export function returnPath(to: string | string[] | undefined): string {
  return typeof to === 'string' && /^\/(?![/\\])[^\\\s]*$/.test(to) ? to : '/calendar'
}
