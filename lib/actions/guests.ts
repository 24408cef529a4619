'use server'

import * as links from '@/lib/commands/guest-links'
import { act, type InputOf } from '@/lib/http/action'

export async function revokeGuestLink(input: InputOf<typeof links.revokeGuestLink>, key?: string) {
  return act(links.revokeGuestLink, input, key)
}

export async function renewGuestLink(input: InputOf<typeof links.renewGuestLink>, key?: string) {
  return act(links.renewGuestLink, input, key)
}

export async function createPublicLink(input: InputOf<typeof links.createPublicLink>, key?: string) {
  return act(links.createPublicLink, input, key)
}

export async function resendGuestLink(input: InputOf<typeof links.resendGuestLink>, key?: string) {
  return act(links.resendGuestLink, input, key)
}
