import type { Db } from '@/db/client'
import { linkOfReplyTag } from '@/lib/access/guest-subscriptions'
import { parseGuestToken, replyTag } from '@/lib/access/guest-tokens'
import { env } from '@/lib/env'
import { sender } from './send'

/**
 * Returns the address to which a guest's mail program sends answers: an address with the guest's tag in the mailbox
 * that Kinday reads, else the organizer's address.
 */
export function replyAddress(link: string, organizer: { email: string; isVerified: boolean }): string {
  const mailbox = mailboxAddress()
  if (mailbox) return `${mailbox.local}+${replyTag(link)}@${mailbox.domain}`
  return organizer.isVerified ? organizer.email : sender().address
}

/** Returns the guest link whose address for answers is among the recipients of a mail. */
export async function linkOfRecipients(db: Db, addresses: readonly string[]): Promise<string | undefined> {
  const tags = addresses.flatMap(
    (address) => /\+([a-z2-7]{23}|[a-z2-7]{40})@[^@]+$/i.exec(address.trim())?.[1] ?? [],
  )
  for (const tag of tags.slice(0, MAX_TAGS)) {
    const link = tag.length === 40 ? parseGuestToken(tag, 'reply') : await linkOfReplyTag(db, tag)
    if (link) return link
  }
}

/** Maximum number of tags of a mail that are looked up. Answers have one. */
const MAX_TAGS = 10

/** Returns the address of the mailbox: the IMAP user if that is an address, else the sender of Kinday's mails. */
function mailboxAddress(): { local: string; domain: string } | undefined {
  if (!env.imapUrl) return undefined
  const user = decodeURIComponent(new URL(env.imapUrl).username)
  const address = /^[^@\s]+@[^@\s]+$/.test(user) ? user : sender().address
  const at = address.lastIndexOf('@')
  return { local: address.slice(0, at), domain: address.slice(at + 1) }
}
