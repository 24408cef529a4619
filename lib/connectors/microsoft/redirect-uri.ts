/** Maximum length of a redirect URI at Microsoft. */
const MAX_LENGTH = 256

/**
 * Returns whether Microsoft accepts a redirect URI (learn.microsoft.com/entra/identity-platform/reply-url): HTTPS, or
 * HTTP on localhost.
 */
export function isAcceptedRedirectUri(uri: string): boolean {
  const { protocol, hostname } = new URL(uri)
  return uri.length <= MAX_LENGTH && (protocol === 'https:' || hostname === 'localhost')
}
