import { writeIcal, type WrittenEvent } from '@/lib/calendar/server/ical/write'
import { readIcal } from '@/lib/calendar/server/ical/read'
import { wallOf } from '@/lib/calendar/day'
const events: WrittenEvent[] = Array.from({length: 10000}, (_, i) => ({ uid: `e${i}@x`, sequence: 1, created: new Date(0), modified: new Date(1e12), content: {
  kind: 'meeting', status: 'confirmed', title: `Event ${i} with ümlaut`, description: 'Some longer text, with commas; and more\nlines '.repeat(6), location: 'Somewhere 12, City', color: null, visibility: 'default', busy: true, done: false,
  span: { type: 'timed', start: wallOf(1.6e12 + i*3.6e6*7), startZone: i%3?'Europe/Berlin':'America/New_York', end: wallOf(1.6e12 + i*3.6e6*7+3.6e6), endZone: i%3?'Europe/Berlin':'America/New_York' },
  recurrence: i%10===0 ? {rules:['FREQ=WEEKLY;BYDAY=MO'], dates: [], exclusions: [wallOf(1.6e12 + i*3.6e6*7+7*864e5)]} : null, overrides: {}, attendees: [{userId:null,email:'a@b.cd',name:'A',status:'accepted'}],
  unknown: [['url',{},'uri','https://x.y/z'],['categories',{},'text','a','b'],['x-foo',{},'unknown','bar'],['valarm',[['action',{},'text','DISPLAY'],['trigger',{},'duration','-PT15M'],['description',{},'text','Reminder']],[]]] } }))
const w0 = performance.now()
const chunks = [...writeIcal({name:'x'}, events)].map((c)=>new TextEncoder().encode(c))
console.log('write', performance.now()-w0, 'ms', chunks.reduce((a,c)=>a+c.length,0)/1e6,'MB')
events.length = 0
const all = Buffer.concat(chunks); chunks.length = 0
globalThis.gc?.(); const h0 = process.memoryUsage().heapUsed
let peak = 0, block = 0, last = performance.now()
const timer = setInterval(()=>{ peak=Math.max(peak,process.memoryUsage().heapUsed); const n=performance.now(); block=Math.max(block,n-last); last=n },1)
const r0=performance.now()
async function* src(){ for(let i=0;i<all.length;i+=65536) yield all.subarray(i,i+65536) }
const f = await readIcal(src(), {zone:'Europe/Berlin'})
clearInterval(timer)
console.log('read', performance.now()-r0,'ms', f.events.length, f.notes.length, 'peak MB', (peak-h0)/1e6, 'longest block', block)
globalThis.gc?.(); console.log('kept MB', (process.memoryUsage().heapUsed-h0)/1e6)
