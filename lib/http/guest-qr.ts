import { headers } from 'next/headers'
import { renderSVG } from 'uqr'
import { parseGuestToken } from '@/lib/access/guest-tokens'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'

/**
 * Returns the QR code of a guest link's page as SVG.
 * @throws AppError NOT_FOUND if this server has not signed the token
 */
export async function guestQrCode(token: string): Promise<Response> {
  if (!parseGuestToken(token, 'page')) throw new AppError('NOT_FOUND')
  const svg = renderSVG(`${await ownOrigin()}/g/${token}`, { border: 2 })
  return new Response(svg, {
    headers: { 'Content-Type': 'image/svg+xml', 'Cache-Control': 'private, no-store' },
  })
}

/** Returns the origin at which the client sees this server. */
async function ownOrigin(): Promise<string> {
  if (env.origin) return new URL(env.origin).origin
  const asked = await headers()
  const first = (name: string) => asked.get(name)?.split(',', 1)[0]?.trim()
  const host = first('x-forwarded-host') ?? first('host') ?? `localhost:${env.port}`
  return `${first('x-forwarded-proto') ?? 'http'}://${host}`
}
