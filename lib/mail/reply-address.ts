import { guestToken, parseGuestToken } from '@/lib/access/guest-tokens'
import { env } from '@/lib/env'
import { sender } from './send'

/**
 * Returns the address to which a guest's mail program sends answers: an address with the guest's token in the mailbox
 * that Kinday reads, else the organizer's address.
 */
export function organizerAddress(link: string, organizer: { email: string; isVerified: boolean }): string {
  const mailbox = mailboxAddress()
  if (mailbox) return `${mailbox.local}+${guestToken(link, 'reply')}@${mailbox.domain}`
  return organizer.isVerified ? organizer.email : sender().address
}

/** Returns the guest link whose address for answers is among the recipients of a mail. */
export function linkOfRecipients(addresses: readonly string[]): string | undefined {
  for (const address of addresses) {
    const [, token] = /\+([a-z2-7]{40})@[^@]+$/i.exec(address.trim()) ?? []
    const link = token && parseGuestToken(token, 'reply')
    if (link) return link
  }
}

/** Returns the address of the mailbox: the IMAP user if that is an address, else the sender of Kinday's mails. */
function mailboxAddress(): { local: string; domain: string } | undefined {
  if (!env.imapUrl) return undefined
  const user = decodeURIComponent(new URL(env.imapUrl).username)
  const address = /^[^@\s]+@[^@\s]+$/.test(user) ? user : sender().address
  const at = address.lastIndexOf('@')
  return { local: address.slice(0, at), domain: address.slice(at + 1) }
}
