// Loaded into a Medusa server with node --require: its clock is ahead by CLOCK_SHIFT_MS milliseconds, or late by as
// many where the number is negative. What runs on the monotonic clock, such as timers, is not changed.
const shiftMs = Number(process.env.CLOCK_SHIFT_MS)
if (!Number.isFinite(shiftMs)) {
  throw new Error(`CLOCK_SHIFT_MS is not a number: ${process.env.CLOCK_SHIFT_MS}`)
}

const RealDate = Date
const now = () => RealDate.now() + shiftMs

globalThis.Date = new Proxy(RealDate, {
  apply: () => new RealDate(now()).toString(),
  construct: (target, args, newTarget) =>
    Reflect.construct(target, args.length ? args : [now()], newTarget),
  get: (target, property) => (property === "now" ? now : Reflect.get(target, property)),
})
RealDate.prototype.constructor = globalThis.Date
