import QuernCommands

runQuern()
