/*
 * Preloaded into a server, it lets the bench take the guard out of the running application, and put it back:
 * `GET http://127.0.0.1:$GUARD_SWITCH_PORT/off` and `/on`.
 */
const http = require("node:http")
const { Router } = require("express")

let stack
let layer
let position

const { use } = Router
Router.use = function (...args) {
  const result = use.apply(this, args)
  if (args.some((each) => each?.name === "userLifecycleGuard")) {
    stack = this.stack
    position = stack.length - 1
    layer = stack[position]
  }
  return result
}

http
  .createServer((req, res) => {
    if (!stack) {
      res.writeHead(503).end()
      return
    }
    const isOn = stack[position] === layer
    if (req.url === "/off" && isOn) {
      stack.splice(position, 1)
    } else if (req.url === "/on" && !isOn) {
      stack.splice(position, 0, layer)
    }
    res.end()
  })
  .listen(Number(process.env.GUARD_SWITCH_PORT), "127.0.0.1")
  .unref()
