// The configuration is at the top of the repository; Medusa looks for it in the root of the application.
module.exports = require("../../medusa-config")
