import { loadSmtpProvider } from "./load-smtp-provider"

/**
 * Sends one email, in a process of its own: which certificates a process trusts, it learns when it starts.
 *
 * Arguments: the options, and the notification, as JSON. Prints the id, or fails with what went wrong.
 */
async function main([options, notification]: string[]): Promise<void> {
  const Provider = await loadSmtpProvider()
  const { id } = await new Provider({}, JSON.parse(options)).send(JSON.parse(notification))
  console.log(id)
}

main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message)
  process.exitCode = 1
})
