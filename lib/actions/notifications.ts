'use server'

import * as notifications from '@/lib/commands/notifications'
import { act, type InputOf } from '@/lib/http/action'

export async function markNotificationsRead(input: InputOf<typeof notifications.markNotificationsRead>) {
  return act(notifications.markNotificationsRead, input)
}

export async function dismissNotifications(input: InputOf<typeof notifications.dismissNotifications>) {
  return act(notifications.dismissNotifications, input)
}

export async function setNotificationSettings(input: InputOf<typeof notifications.setNotificationSettings>) {
  return act(notifications.setNotificationSettings, input)
}

export async function muteGroup(input: InputOf<typeof notifications.muteGroup>) {
  return act(notifications.muteGroup, input)
}

export async function sendTestNotification(input: InputOf<typeof notifications.sendTestNotification>) {
  return act(notifications.sendTestNotification, input)
}
