import { notFound } from 'next/navigation'
import type { NextRequest } from 'next/server'
import { handlers } from '@/lib/auth/google'
import { env } from '@/lib/env'

/** Where Google sends people back to. There is nothing here where Google is not set up. */
export const GET = (request: NextRequest) => (env.google ? handlers.GET(request) : notFound())
