import { openBrowser } from './bench/browser.mjs'
import { say } from './launch/say.mjs'

// Takes the pictures that the manifest names (app/manifest.ts) of a server with sample data:
// `npm run demo`, then `node scripts/screenshots.mjs http://127.0.0.1:3000`.
const [origin = 'http://127.0.0.1:3000'] = process.argv.slice(2)

const PICTURES = [
  { file: 'public/screenshot-wide.png', path: '/calendar/week', width: 1280, height: 800 },
  { file: 'public/screenshot-narrow.png', path: '/calendar/agenda', width: 412, height: 892 },
]

const { browser, problem } = await openBrowser()
if (!browser) throw new Error(problem)
for (const { file, path, width, height } of PICTURES) {
  const context = await browser.newContext({
    viewport: { width, height },
    locale: 'en-GB',
    isMobile: width < 600,
  })
  const page = await context.newPage()
  await page.goto(`${origin}/sign-in?to=${encodeURIComponent(path)}`)
  await page.getByLabel(/mail/i).first().fill('anna@demo.example')
  await page.getByLabel('Password', { exact: true }).fill('kinday-demo')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL(/\/calendar\//)
  await page.waitForTimeout(3000)
  await page.screenshot({ path: file, animations: 'disabled' })
  await context.close()
  say(`Wrote ${file}.`)
}
await browser.close()
