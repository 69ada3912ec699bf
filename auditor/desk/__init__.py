"""The reviewer's desk: a page on this machine where reports are dropped, looked at and decided on."""
