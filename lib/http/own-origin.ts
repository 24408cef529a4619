import { headers } from 'next/headers'
import { env } from '@/lib/env'

/** Returns the origin at which the client sees this server. */
export async function ownOrigin(): Promise<string> {
  if (env.origin) return new URL(env.origin).origin
  const requestHeaders = await headers()
  const first = (name: string) => requestHeaders.get(name)?.split(',', 1)[0]?.trim()
  const host = first('x-forwarded-host') ?? first('host') ?? `localhost:${env.port}`
  return `${first('x-forwarded-proto') ?? 'http'}://${host}`
}
