import accountData from './accountData.json'
import activity from './activity.json'
import admin from './admin.json'
import adminHealth from './adminHealth.json'
import adminSettings from './adminSettings.json'
import adminUser from './adminUser.json'
import alarms from './alarms.json'
import app from './app.json'
import attachments from './attachments.json'
import auth from './auth.json'
import birthday from './birthday.json'
import caldav from './caldav.json'
import calendar from './calendar.json'
import calendarSettings from './calendarSettings.json'
import calendars from './calendars.json'
import change from './change.json'
import choose from './choose.json'
import colorBy from './colorBy.json'
import commandMenu from './commandMenu.json'
import comments from './comments.json'
import confirmAddress from './confirmAddress.json'
import connect from './connect.json'
import emptyCalendar from './emptyCalendar.json'
import errors from './errors.json'
import event from './event.json'
import eventActions from './eventActions.json'
import eventEditor from './eventEditor.json'
import exportMessages from './export.json'
import findTime from './findTime.json'
import gathering from './gathering.json'
import gatheringForm from './gatheringForm.json'
import gatherings from './gatherings.json'
import group from './group.json'
import groupInvitations from './groupInvitations.json'
import groupSettings from './groupSettings.json'
import groups from './groups.json'
import guest from './guest.json'
import history from './history.json'
import home from './home.json'
import importMessages from './import.json'
import join from './join.json'
import landing from './landing.json'
import links from './links.json'
import lostEvents from './lostEvents.json'
import mail from './mail.json'
import members from './members.json'
import nav from './nav.json'
import notificationSettings from './notificationSettings.json'
import notifications from './notifications.json'
import offline from './offline.json'
import palette from './palette.json'
import people from './people.json'
import peopleView from './peopleView.json'
import picture from './picture.json'
import privacy from './privacy.json'
import push from './push.json'
import quick from './quick.json'
import received from './received.json'
import repeat from './repeat.json'
import repeatEditor from './repeatEditor.json'
import scope from './scope.json'
import search from './search.json'
import security from './security.json'
import settings from './settings.json'
import shortcuts from './shortcuts.json'
import subscribe from './subscribe.json'
import subscriptions from './subscriptions.json'
import sync from './sync.json'
import tasks from './tasks.json'
import trash from './trash.json'
import unsubscribe from './unsubscribe.json'
import welcome from './welcome.json'
import zones from './zones.json'

export default {
  accountData,
  activity,
  admin,
  adminHealth,
  adminSettings,
  adminUser,
  alarms,
  app,
  attachments,
  auth,
  birthday,
  calendar,
  caldav,
  calendarSettings,
  calendars,
  change,
  choose,
  commandMenu,
  comments,
  connect,
  confirmAddress,
  colorBy,
  emptyCalendar,
  errors,
  event,
  eventActions,
  eventEditor,
  export: exportMessages,
  findTime,
  gathering,
  gatheringForm,
  gatherings,
  group,
  groupInvitations,
  groupSettings,
  groups,
  guest,
  history,
  home,
  import: importMessages,
  join,
  landing,
  links,
  lostEvents,
  mail,
  members,
  nav,
  notificationSettings,
  notifications,
  offline,
  palette,
  people,
  peopleView,
  picture,
  privacy,
  push,
  received,
  quick,
  repeat,
  repeatEditor,
  scope,
  search,
  security,
  settings,
  shortcuts,
  subscribe,
  subscriptions,
  sync,
  tasks,
  trash,
  unsubscribe,
  welcome,
  zones,
}
