// Nothing: what is compiled is a header, by -include.
