module sonoeval.example/sonoeval

go 1.24
